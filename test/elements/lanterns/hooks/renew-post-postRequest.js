done({ configuration: { 'authentication.time': String(Date.now()) } })
