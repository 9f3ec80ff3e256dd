// require('http')
module.exports = require('./http.js').createClient('http:')
