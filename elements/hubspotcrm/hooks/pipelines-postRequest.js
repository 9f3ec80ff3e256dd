// Clients look for a stage's id in `stageId` and its probability beside its label.
const show = (pipeline) => {
  if (!pipeline || !Array.isArray(pipeline.stages)) return pipeline
  const stages = pipeline.stages.map((stage) => {
    const probability = stage.metadata ? Number(stage.metadata.probability) : NaN
    return { ...stage, stageId: stage.id, ...(Number.isNaN(probability) ? {} : { probability }) }
  })
  return { ...pipeline, stages }
}
done({ response_body: Array.isArray(response_body) ? response_body.map(show) : show(response_body) })
