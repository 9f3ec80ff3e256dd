const headers = request_vendor_headers
headers['X-Orchard-Mark'] = CE.b64(configuration.username)
done({ request_vendor_headers: headers })
