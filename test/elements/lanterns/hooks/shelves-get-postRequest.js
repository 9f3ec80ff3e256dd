done({ response_body: { returnArray: [].concat(response_body) } })
