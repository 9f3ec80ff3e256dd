// Pipedrive took several ids once, and takes one now.
const { ids } = request_parameters
if (/^[0-9]{1,15}$/.test(String(ids))) done({})
else
  done({
    continue: false,
    response_status_code: 400,
    response_error_message: 'ids: expected the id of one activity type: Pipedrive no longer deletes several with one call',
  })
