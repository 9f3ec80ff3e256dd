if (response_iserror) done({ response_error_message: 'The orchard says no' })
else done()
