done({ request_vendor_path: request_vendor_path + '/full' })
