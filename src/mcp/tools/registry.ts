import { checkPipelineTool } from './pipelines/check-pipeline.ts'
import { listPipelinesTool } from './pipelines/list-pipelines.ts'
import { listTablesTool } from './pipelines/list-tables.ts'
import { getLoadPackageTool, listFailedJobsTool, listLoadPackagesTool } from './pipelines/load-packages.ts'
import { pipelineInfoTool } from './pipelines/pipeline-info.ts'
import { pipelineStateTool } from './pipelines/pipeline-state.ts'
import { executeSqlTool, previewTableTool, rowCountsTool } from './pipelines/read-rows.ts'
import { exportSchemaTool, schemaDiffTool } from './pipelines/schema-text.ts'
import { tableCreateSqlTool, tableSchemaTool } from './pipelines/table-schema.ts'
import { traceSummaryTool } from './pipelines/trace-summary.ts'
import { explainConfigTool } from './project/explain-config.ts'
import { projectInfoTool } from './project/project-info.ts'
import { planPipelineTool, runPipelineTool } from './runs/run-tools.ts'
import { secretsCheckTool } from './secrets/secrets-check.ts'
import { secretsListTool, secretsUpdateTool, secretsViewTool } from './secrets/secrets-files.ts'
import { checkSourceTool } from './sources/check-source.ts'
import { listSourcesTool, searchSourcesTool } from './sources/find-sources.ts'
import { probeEndpointTool } from './sources/probe-endpoint.ts'
import { scaffoldSourceTool } from './sources/scaffold-source.ts'
import type { Tool } from './tool.ts'
import { listToolkitsTool, toolkitInfoTool } from './toolkits/toolkit-tools.ts'

/** All tools, in the order in which they are listed: a new one is a file here and a line in this list. */
export const TOOLS: readonly Tool[] = [
  projectInfoTool,
  explainConfigTool,
  listPipelinesTool,
  pipelineInfoTool,
  listTablesTool,
  tableSchemaTool,
  tableCreateSqlTool,
  previewTableTool,
  executeSqlTool,
  rowCountsTool,
  pipelineStateTool,
  exportSchemaTool,
  schemaDiffTool,
  traceSummaryTool,
  listLoadPackagesTool,
  getLoadPackageTool,
  listFailedJobsTool,
  checkPipelineTool,
  secretsListTool,
  secretsViewTool,
  secretsUpdateTool,
  secretsCheckTool,
  listToolkitsTool,
  toolkitInfoTool,
  searchSourcesTool,
  listSourcesTool,
  scaffoldSourceTool,
  checkSourceTool,
  probeEndpointTool,
  planPipelineTool,
  runPipelineTool,
]
