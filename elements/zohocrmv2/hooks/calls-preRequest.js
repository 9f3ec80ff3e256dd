// Clients create a call with a subject alone; Zoho wants to know when it began. One that says nothing of it is of now.
const body = typeof request_vendor_body === 'string' ? JSON.parse(request_vendor_body) : request_vendor_body
const records = body && (Array.isArray(body.data) ? body.data : [body])
for (const record of records || []) {
  if (!record.Call_Start_Time) record.Call_Start_Time = new Date().toISOString().replace(/\.\d+Z$/, '+00:00')
}
done({ request_vendor_body: body })
