const headers = request_vendor_headers
headers['X-Workspace'] = configuration.workspace
done({ continue: true, request_vendor_headers: headers })
