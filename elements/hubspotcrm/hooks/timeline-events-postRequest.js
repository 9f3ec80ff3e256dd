// The first API answered nothing to an event that came with its id; without one the client needs to be told it.
if (request_body_map?.id) done({ response_body: null })
else done()
