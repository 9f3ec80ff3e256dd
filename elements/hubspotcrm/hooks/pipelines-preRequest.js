// Clients give a stage its probability and id beside its label; HubSpot wants the one in `metadata` and the other only where a pipeline is replaced.
const body = request_vendor_body
const pipeline = typeof body === 'string' ? JSON.parse(body) : body
if (pipeline && Array.isArray(pipeline.stages)) {
  pipeline.stages = pipeline.stages.map(({ probability, metadata, ...stage }) => {
    const known = metadata === undefined || metadata === null ? {} : metadata
    return { ...stage, metadata: probability === undefined ? known : { ...known, probability: String(probability) } }
  })
  done({ request_vendor_body: pipeline })
}
done()
