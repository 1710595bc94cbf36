import { readdir } from 'node:fs/promises'
import { z } from 'zod'
import { packageVersion } from '../../../config/own-package.ts'
import { createConfigReader } from '../../../config/resolve.ts'
import { listPipelines } from '../../../inspect.ts'
import { pipelinesDir } from '../../../package/working-folder.ts'
import { GRANTS } from '../../grants.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'

const PIPELINE_FILE = /(^|_)pipeline\.([cm]?[jt]s|ya?ml)$|\.ya?ml$/

/** `project_info`. */
export const projectInfoTool = defineTool({
  name: 'project_info',
  title: 'Project info',
  description:
    'Which folders this server looks at: the project, where working folders of pipelines are, which settings files are there; what it may do; files that look like pipelines. Ask this first when something that should be there is not.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({}),
  output: z.object({
    version: z.string(),
    node: z.string(),
    project_folder: z.string(),
    found_by: z.string(),
    working_folders: z.string(),
    working_folders_from: z.string(),
    settings_present: z.array(z.string()),
    settings_absent: z.array(z.string()),
    pipeline_files: z.array(z.string()),
    pipelines: z.array(z.string()).describe('Those that have run on this machine.'),
    bound_to: z.string().nullable(),
    granted: z.array(z.string()),
    not_granted: z.array(z.string()),
    features: z.array(z.string()),
  }),
  async answer({ scope }) {
    const { projectFolder, projectFoundBy, dataDir, env, grants, features, pipeline } = scope
    const [version, files, names, known] = await Promise.all([
      packageVersion(),
      createConfigReader({ projectDir: projectFolder, env }).files(),
      readdir(projectFolder),
      listPipelines(placeOf(scope)),
    ])
    const data = {
      version,
      node: process.version,
      project_folder: projectFolder,
      found_by: projectFoundBy,
      working_folders: pipelinesDir(placeOf(scope)),
      working_folders_from: dataDir === undefined ? 'the default, ~/.tolva' : 'TOLVA_DATA_DIR',
      settings_present: files.present,
      settings_absent: files.absent,
      pipeline_files: names.filter((name) => PIPELINE_FILE.test(name)).sort(),
      pipelines: known.map(({ name }) => name).filter((name) => pipeline === undefined || name === pipeline),
      bound_to: pipeline ?? null,
      granted: GRANTS.filter((grant) => grants.has(grant)),
      not_granted: GRANTS.filter((grant) => !grants.has(grant)),
      features: [...features],
    }
    const list = (all: readonly string[]) => (all.length === 0 ? 'none' : all.join(', '))
    const text = [
      `tolva ${version} on Node ${process.version}`,
      `- project: ${projectFolder} (${projectFoundBy})`,
      `- working folders: ${data.working_folders} (${data.working_folders_from})`,
      `- settings read: ${list(data.settings_present)}`,
      `- pipeline files: ${list(data.pipeline_files)}`,
      `- pipelines that have run: ${list(data.pipelines)}`,
      `- granted: ${list(data.granted)}; not granted: ${list(data.not_granted)}`,
    ].join('\n')
    return { data, text }
  },
})
