// Math.random from a seed given for each script: what the interpreter brings is part of what is put back, and would repeat itself. xoshiro128** (Blackman, Vigna).
let [a, b, c, d] = [1, 2, 3, 4]
const rotate = (x, bits) => (x << bits) | (x >>> (32 - bits))

function next() {
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
  const shifted = b << 9
  c ^= a
  d ^= b
  b ^= c
  a ^= d
  c ^= shifted
  d = rotate(d, 11)
  return result >>> 0
}

Math.random = () => (next() * 0x200000 + (next() >>> 11)) / 0x20000000000000

exports.seed = (words) => {
  ;[a, b, c, d] = words
}
