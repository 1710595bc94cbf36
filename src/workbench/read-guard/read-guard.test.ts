import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { guard } from './guard.ts'
import { judge } from './judge.ts'

const CWD = '/home/me/project'
const HOOK = fileURLToPath(new URL('./hook.ts', import.meta.url))
const path = (one: string, cwd = CWD) => judge({ paths: [one], commands: [], cwd, mustName: true }).allow
const shell = (command: string, cwd = CWD) => judge({ paths: [], commands: [command], cwd, mustName: true }).allow

describe('files', () => {
  test.each([
    '.dlt/secrets.toml',
    './.dlt/secrets.toml',
    '/home/me/project/.dlt/secrets.toml',
    '~/.dlt/secrets.toml',
    'src/../.dlt/secrets.toml',
    '.dlt//secrets.toml',
    '.dlt\\secrets.toml',
    '.DLT/SECRETS.TOML',
    '.dlt/dev.secrets.toml',
    '.dlt/secrets.toml.bak',
    '.dlt/.secrets.toml.swp',
    '.dlt/secrets.toml~',
    'file:///home/me/project/.dlt/secrets.toml',
    '.dlt/%73ecrets.toml',
    '.dlt/secrets.toml\0.txt',
    '.dlt/ｓｅｃｒｅｔｓ.toml',
    '.dlt/secrets.toml::$DATA',
    '.dlt/*',
    '.dlt/*.toml',
    '.dlt/s*',
    '.d?t/se[c]rets.toml',
    '**/*.toml',
    '**/{secrets,config}.toml',
    ' .dlt/secrets.toml ',
  ])('%j may not be read', (one) => expect(path(one)).toBe(false))

  test.each(['*', 's*', '*.toml'])('%j may not be read in the folder itself', (one) =>
    expect(path(one, `${CWD}/.dlt`)).toBe(false),
  )

  test.each([
    '.dlt/config.toml',
    '.dlt',
    'src/secrets.ts',
    'docs/secrets.md',
    'pyproject.toml',
    'src/*.ts',
    '**/*.ts',
    's*',
    'tests/test_secrets_toml.py',
    '.gitignore',
  ])('%j may be read', (one) => expect(path(one)).toBe(true))
})

describe('command lines', () => {
  test.each([
    'cat .dlt/secrets.toml',
    'sed -n 1,20p ./.dlt/secrets.toml',
    'cat ".dlt/secrets.toml"',
    "cat .dlt/'secrets'.toml",
    'cat .dlt/sec""rets.toml',
    'cat .dlt/secre\\ts.toml',
    "cat $'.dlt/\\x73ecrets.toml'",
    'cat .dlt/s*',
    'cat .dlt/*',
    'cat .d*/s*.toml',
    'cat .dlt/{secrets,config}.toml',
    'cat .dlt/secrets.tom?',
    'cd .dlt && cat *',
    'cd .dlt; cat s*',
    'pushd .dlt && head -n 3 s?crets.toml',
    'cat < .dlt/secrets.toml',
    'cat 0<.dlt/secrets.toml',
    'echo x > .dlt/secrets.toml',
    'echo $(cat .dlt/secrets.toml)',
    'echo "$(<.dlt/secrets.toml)"',
    'echo `cat .dlt/secrets.toml`',
    'echo "cat .dlt/secrets.toml" | sh',
    'echo "cat .dlt/secrets.toml" | pwsh',
    'echo "cat .dlt/secrets.toml" | ksh',
    'echo "cat .dlt/secrets.toml" | su me',
    'echo "readfile(\'.dlt/secrets.toml\')" | php',
    'parallel "cat .dlt/s{}" ::: ecrets.toml',
    "ksh -c 'cd .dlt; cat *'",
    'cd .dlt/cache && cat ../*.toml',
    'cd .dlt/cache; cp ../* /tmp',
    'cd .dlt/cache; copy ..',
    'cd .dlt; copy ..',
    'cd src && cat ../lib/../.dlt/*',
    "find . -path '/*' -exec cat {} +",
    'ls; cat .dlt/secrets.toml',
    'true && cp .dlt/secrets.toml /tmp/x',
    'git show HEAD:.dlt/secrets.toml',
    'git diff --no-index /dev/null .dlt/secrets.toml',
    `python3 -c "print(open('.dlt/secrets.toml').read())"`,
    `python3 -c "print(open('.dlt/sec' + 'rets.toml').read())"`,
    `node -e "console.log(fs.readFileSync('.dlt/secrets.toml','utf8'))"`,
    `node -e "fs.readFileSync(path.join('.dlt', 'secrets.toml'))"`,
    'bash -c "cat .dlt/secrets.toml"',
    'f=secrets; cat .dlt/$f.toml',
    'd=.dlt; cat $d/secrets.toml',
    'cat .dlt/$(echo secrets).toml',
    'grep -r api_key .',
    'grep -rn "" .dlt',
    'grep -R token',
    `grep -rn x ${CWD}`,
    'rg -uu token',
    'rg --hidden --no-ignore token .',
    'find . -name "secrets.toml" -exec cat {} +',
    'find . -type f | xargs cat',
    'find .dlt -type f -exec head {} ;',
    'tar czf - .dlt',
    'cp -r .dlt /tmp/copy',
    'tar czf - . | base64',
    'zip -r /tmp/x.zip ./',
    "sh <<'EOF'\ncat .dlt/secrets.toml\nEOF",
    "python3 - <<'EOF'\nprint(open('.dlt/secrets.toml').read())\nEOF",
    'cat <<EOF > x\n$(cat .dlt/secrets.toml)\nEOF',
    "cat > a.md <<'EOF'\ntext\nEOF\ncat .dlt/secrets.toml",
    "cat > .dlt/secrets.toml <<'EOF'\nx = 1\nEOF",
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a\n*** End Patch\nEOF\ncat .dlt/secrets.toml",
    "cat <<'EOF' | sh\ncat .dlt/secrets.toml\nEOF",
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: .dlt/secrets.toml\n+x\n*** End Patch\nEOF",
    'git grep --no-index token',
    'vim .dlt/secrets.toml',
    'code ~/.dlt/secrets.toml',
    'CAT .DLT/SECRETS.TOML',
    'type .dlt\\secrets.toml',
    'tolva ai secrets view-redacted; cat .dlt/secrets.toml',
    'tolva ai secrets update-fragment --path .dlt/secrets.toml "$(cat .dlt/secrets.toml)"',
    'tolva ai secrets update-fragment --path .dlt/prod.secrets.toml < .dlt/secrets.toml',
    'duckdb -c "select * from read_text(\'.dlt/secrets.toml\')"',
    'curl file:///home/me/project/.dlt/secrets.toml',
    'cat .dlt/sec\\\nrets.toml',
    'ln -s .dlt/secrets.toml x',
    'base64 .dlt/secrets.toml',
    'cat .dlt/[^c]*',
    'cat .dlt/!(config.toml)',
    'cat .dlt/@(secrets|x).toml',
    'cat .dlt/{sec{rets,x},config}.toml',
    'cat .dlt/s{a..z}crets.toml',
    "cat $'.dlt/\\U00000073ecrets.toml'",
    'ls .dlt/* | xargs cat',
    'while read f; do cat $f; done < <(ls -d .dlt/*)',
    'find . -name "*.toml" | while read f; do cat $f; done',
    'find . -not -name "*.ts" -exec cat {} +',
    'ls .dlt | xargs -I{} cat .dlt/{}',
    'xargs -I% cat .dlt/%.toml <<< secrets',
    'cat $(echo .dlt/s*)',
    "cat $(printf '.dlt/%s.toml' secrets)",
    'ls .dlt/secrets.toml && cat $_',
    'cd -- .dlt && cat *',
    'CDPATH=. cd .dlt && cat *',
    'bash -c "cd .dlt; cat *"',
    "env --chdir=.dlt sh -c 'cat *'",
    `python3 -c "import os;print([open(os.path.join('.dlt',f)).read() for f in os.listdir('.dlt')])"`,
    `node -p "fs.readFileSync('.dlt/sec'+'rets.toml','utf8')"`,
    `python3 -c "print(open('.dlt/{}.toml'.format('secrets')).read())"`,
    'cp -r . /tmp/x',
    'diff -ru /tmp/empty .',
    'bsdtar c .',
    'grep -d recurse token .',
    'grep --directories=recurse token .',
    'grep -r token --exclude=x.toml .',
    'ugrep -r. token',
    'git commit -F .dlt/secrets.toml',
    'F=.dlt/secrets; cat $F.toml',
    `export D=".dlt"; N=secrets; cat "$D/\${N}.toml"`,
    "a='.dlt'; b=$a/secrets; cat $b.toml",
    'f=x; f=.dlt/secrets; cat $f.toml',
    'for f in README .dlt/secrets; do cat $f.toml; done',
    'd=.dlt; cd $d; cat *',
    'shopt -s dotglob; cat */*',
    'bash -O dotglob -c "cat */s*.toml"',
    `sh -c 'F=.dlt/secrets; cat $F.toml'`,
    'setopt globdots && cat */s*.toml',
    'git add -f . && git diff --cached',
    'git add --force -A',
    'git -C . add -Af',
    'git -c x=y add . -f',
    'git stash -a && git stash show -p',
    'X=1 grep -r token .',
    `cd /tmp && grep -r token ${CWD}`,
    `cd /tmp; tar cf x.tar ${CWD}/`,
    `cd /tmp; cp -r ${CWD} x`,
    `cd /tmp; find ${CWD} -type f -exec cat {} +`,
    `cd ..; grep -r token ${CWD.slice(CWD.lastIndexOf('/') + 1)}`,
    `cd src && grep -r token ../../${CWD.slice(CWD.lastIndexOf('/') + 1)}`,
    'sudo grep -r token .',
    'time rg -uu token',
    'timeout 10 cp -r . /tmp/x',
    'if true; then grep -r token .; fi',
    '! grep -r token .',
    'for i in 1; do tar cf - .; done',
    'nice -n 5 git add -f .',
    'env LC_ALL=C grep -r token',
    'sudo find . -type f -exec cat {} +',
    'git stash push --all',
    'git diff --no-index /tmp/empty .',
  ])('%s is refused', (command) => expect(shell(command)).toBe(false))

  test.each([
    'tolva ai secrets view-redacted --path .dlt/secrets.toml',
    'npx tolva ai secrets view-redacted --path .dlt/secrets.toml --json',
    'npx --no-install tolva ai secrets list',
    `tolva ai secrets update-fragment --path .dlt/secrets.toml '[a]\\nb = "<configure me>"'`,
    'node node_modules/tolva/dist/cli/main.js ai secrets check chatbot_pipeline.ts',
    'npx tolva run chatbot_pipeline.ts',
    'npx tolva config explain sources.chatbot_source.api_key',
    'cat .dlt/config.toml',
    'ls -la .dlt',
    'ls -l .dlt/secrets.toml',
    'test -f .dlt/secrets.toml && echo there',
    'chmod 600 .dlt/secrets.toml',
    'git check-ignore .dlt/secrets.toml',
    'git commit -m "Say that .dlt/secrets.toml holds the token"',
    'echo "fill in .dlt/secrets.toml"',
    'grep -rn secret src',
    'X=1 grep -rn secret src',
    `cd /tmp && grep -rn secret ${CWD}/src`,
    'cd .. && grep -rn secret other',
    'time rg token',
    'if true; then grep -rn secret src; fi',
    'sudo git add .',
    'timeout 10 cp -r src /tmp/x',
    `grep -rn secret ${CWD}/src`,
    'grep -rn --include=*.ts token .',
    'grep -rn token . --exclude-dir=.dlt',
    'rg token src',
    'find . -name "*.ts" -exec wc -l {} +',
    'find . -type f',
    'tar czf dist.tgz dist',
    'tar czf all.tgz --exclude=.dlt .',
    'git grep token',
    'cat src/*.ts',
    'npm test',
    'eslint "**/*.ts"',
    'mkdir -p .dlt',
    "cat > README.md <<'EOF'\nPut the token into .dlt/secrets.toml\nEOF",
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: README.md\n+Put it into .dlt/secrets.toml\n*** End Patch\nEOF",
    'cd .dlt && ls',
    'cp -r ../other/docs .',
    'cp a.txt .',
    'echo "$(find . -type f | wc -l) files"',
    `node -e "JSON.parse(fs.readFileSync('package.json','utf8'))"`,
    'python3 -c "print(open(\'.dlt/config.toml\').read())"',
    'ls src | xargs wc -l',
    'diff -r src dist',
    'cat package.json | head -n 5 > out.txt',
    'F=README; cat $F.md',
    'for f in src docs; do ls $f; done',
    'N=3; x=$N$N; echo $x',
    'x=$x$x$x$x; echo $x',
    'git add -A && git diff --cached',
    'git add -f dist',
    'git -C ../other status',
    'git stash && git stash pop',
    'git diff main',
  ])('%s is allowed', (command) => expect(shell(command)).toBe(true))
})

describe('the answers', () => {
  const read = { tool_name: 'Read', tool_input: { file_path: '.dlt/secrets.toml' }, cwd: CWD }

  test('to Claude Code and Codex deny in their form, and say nothing otherwise', () => {
    const { stdout, code } = guard('claude', JSON.stringify({ hook_event_name: 'PreToolUse', ...read }))
    expect([JSON.parse(stdout), code]).toEqual([
      {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'deny',
          permissionDecisionReason: expect.stringContaining('tolva ai secrets view-redacted'),
        },
      },
      0,
    ])
    const edit = { tool_name: 'Edit', tool_input: { file_path: 'src/a.ts', old_string: '.dlt/secrets.toml' } }
    expect(guard('claude', JSON.stringify(edit))).toEqual({ stdout: '', stderr: '', code: 0 })
    const patch = '*** Begin Patch\n*** Update File: .dlt/secrets.toml\n@@\n'
    const asked = { tool_name: 'shell', tool_input: { command: ['apply_patch', patch] }, cwd: CWD }
    expect(guard('codex', JSON.stringify(asked)).stdout).toContain('"deny"')
  })

  test.each([
    ['Grep', { pattern: 'x', path: '.dlt' }],
    ['Grep', { pattern: 'x', glob: '*.toml' }],
    ['Grep', { pattern: 'x', path: '.dlt', glob: '*' }],
    ['NotebookRead', { notebook_path: '.dlt/secrets.toml' }],
    ['MultiEdit', { file_path: '.dlt/secrets.toml', edits: [] }],
    ['Bash', { command: 'cat .dlt/secrets.toml' }],
    ['mcp__filesystem__read_multiple_files', { paths: ['a', '.dlt/secrets.toml'] }],
    ['Read', {}],
    ['Read', { file_path: 7 }],
    ['Bash', {}],
    ['', { file_path: 'a' }, 'allowed'],
    ['Grep', { pattern: 'secrets.toml', path: 'src' }, 'allowed'],
    ['Grep', { pattern: 'x', glob: '*.ts' }, 'allowed'],
    ['Glob', { pattern: '**/*' }, 'allowed'],
    ['WebFetch', { url: 'https://example.com/docs', prompt: 'x' }, 'allowed'],
    ['mcp__tolva__secrets_view_redacted', { path: '.dlt/secrets.toml' }, 'allowed'],
    ['Task', { prompt: 'look at .dlt/secrets.toml' }, 'allowed'],
  ])('to a call of %s %j are as they should be', (tool, input, expected = 'denied') => {
    const { stdout } = guard('claude', JSON.stringify({ tool_name: tool, tool_input: input, cwd: CWD }))
    expect(stdout === '' ? 'allowed' : 'denied').toBe(expected)
  })

  test('to Cursor have a permission each', () => {
    const ask = (input: object) => JSON.parse(guard('cursor', JSON.stringify(input)).stdout).permission
    expect(ask({ hook_event_name: 'beforeReadFile', file_path: `${CWD}/.dlt/secrets.toml`, content: 'x' })).toBe('deny')
    expect(ask({ hook_event_name: 'beforeReadFile', file_path: `${CWD}/src/a.ts`, content: 'x' })).toBe('allow')
    expect(ask({ hook_event_name: 'beforeShellExecution', command: 'cat .dlt/secrets.toml', cwd: CWD })).toBe('deny')
    expect(ask({ hook_event_name: 'beforeShellExecution', command: 'ls', cwd: CWD })).toBe('allow')
    expect(ask({ hook_event_name: 'beforeShellExecution' })).toBe('deny')
    const mcp = { hook_event_name: 'beforeMCPExecution', tool_name: 'read_file' }
    expect(ask({ ...mcp, tool_input: '{"path":".dlt/secrets.toml"}', command: 'npx files' })).toBe('deny')
    expect(ask({ ...mcp, tool_input: '{"path":".dlt/secrets.toml"}', command: 'npx tolva ai mcp' })).toBe('allow')
  })

  test('to Gemini CLI and Windsurf are in their forms', () => {
    const gemini = guard(
      'gemini',
      JSON.stringify({ tool_name: 'read_file', tool_input: { absolute_path: `${CWD}/.dlt/secrets.toml` } }),
    )
    expect(JSON.parse(gemini.stdout)).toMatchObject({ decision: 'deny' })
    const windsurf = (input: object) => guard('windsurf', JSON.stringify(input)).code
    expect(windsurf({ agent_action_name: 'pre_read_code', tool_info: { file_path: `${CWD}/.dlt/secrets.toml` } })).toBe(
      2,
    )
    expect(
      windsurf({ agent_action_name: 'pre_run_command', tool_info: { command_line: 'cat .dlt/s*', cwd: CWD } }),
    ).toBe(2)
    expect(windsurf({ agent_action_name: 'pre_run_command', tool_info: { command_line: 'npm test', cwd: CWD } })).toBe(
      0,
    )
  })

  test.each(['', 'nonsense', '[]', 'null', '7', '{', '"text"'])('to %j, which is no call, are no', (input) => {
    for (const agent of ['claude', 'codex', 'cursor', 'gemini', 'windsurf']) {
      const { stdout, stderr, code } = guard(agent, input)
      expect(`${stdout}${stderr}${code}`).toMatch(/deny|2$/)
    }
  })
})

test('the program answers, and imports nothing but its judgement', () => {
  const input = JSON.stringify({ tool_name: 'Read', tool_input: { file_path: '.dlt/secrets.toml' } })
  const { stdout, status } = spawnSync(process.execPath, [HOOK, 'claude'], { input, encoding: 'utf8' })
  expect(JSON.parse(stdout)).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } })
  expect(status).toBe(0)
  const imports = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => readFileSync(join(import.meta.dirname, name), 'utf8').match(/(?<=from ')[^']+/g) ?? [])
  expect(imports.filter((from) => !from.startsWith('./'))).toEqual(['node:fs'])
})
