done({ continue: false, response_body: { from: 'hook' }, response_status_code: 200 })
