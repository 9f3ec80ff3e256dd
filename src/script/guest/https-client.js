// require('https')
module.exports = require('./http.js').createClient('https:')
