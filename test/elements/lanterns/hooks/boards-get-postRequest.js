done({ response_body: Object.assign({ seen: true }, response_body) })
