done({ response_body: { dropped: true, was: response_status_code } })
