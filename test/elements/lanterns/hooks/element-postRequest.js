if (response_body && response_body.error) done({ response_status_code: 422, response_error_message: response_body.error })
else done({ continue: true })
