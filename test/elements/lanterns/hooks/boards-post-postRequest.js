done({ response_body: { returnArray: [response_body] } })
