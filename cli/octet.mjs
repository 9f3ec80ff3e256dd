#!/usr/bin/env node
// The command line for authors of elements: check, import, export. Exit code 0: done; 1: errors found in the element; 2: it could not be read or the call is wrong.
// Plain JavaScript, so that an old Node can say that it is one.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Octet needs Node 24 or newer, and this is ${process.versions.node}. Inside the repository: npm run octet -- …`)
  process.exit(2)
}

const { runCommand } = await import('./run-command.ts')
process.exitCode = await runCommand(process.argv.slice(2), { write: console.log, writeError: console.error })
