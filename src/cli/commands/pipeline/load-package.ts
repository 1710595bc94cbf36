import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import type { PipelineOperation } from './operation.ts'
import { yamlText } from './yaml-text.ts'

/** `load-package`: the manifest and status of one package. */
export const loadPackage: PipelineOperation = {
  name: 'load-package',
  help: 'one load package, the newest by default',
  flags: [],
  takesLoadId: true,
  async run({ name, loadId, library, terminal }) {
    const packages = await library.listPackages(name, {})
    const wanted = loadId ?? packages.at(-1)?.loadId
    if (wanted === undefined) return terminal.result('pipeline', null, `pipeline ${name} has no load packages`)
    if (!packages.some((one) => one.loadId === wanted)) {
      throw new ConfigError(`pipeline ${name} has no load package ${wanted}`, {
        code: 'unknown_package',
        hint: suggestion(
          wanted,
          packages.map((one) => one.loadId),
        ),
        context: { pipeline: name },
      })
    }
    const data = await library.readPackage(name, wanted, {})
    terminal.result('pipeline', data, await yamlText(data))
  },
}
