done({ response_body: Object.assign(response_body, { and: 'post' }) })
