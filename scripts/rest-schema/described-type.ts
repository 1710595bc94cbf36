import { readFileSync } from 'node:fs'
import { parseSync, type TSInterfaceDeclaration, type TSSignature, type TSType, Visitor } from 'oxc-parser'

/** What TypeScript's declarations say of a value: the descriptions of its keys. */
export interface Described {
  /** TSDoc of the type itself. */
  readonly doc: string | undefined
  /** A key of it, with its own TSDoc. */
  member(key: string): { readonly doc: string | undefined; readonly type: Described } | undefined
  /** What stands under keys that are the user's. */
  values(): Described
  /** Of a union, the one whose `type` may be that word; else all of it. */
  variant(name: string): Described
}

/**
 * Reads interfaces and type aliases of some files, and gives the one of that name.
 * @throws Error where no file declares it.
 */
export function describedType(name: string, files: readonly string[]): Described {
  const declarations = new Map<string, Declaration>()
  for (const file of files) {
    for (const one of declarationsIn(file)) if (!declarations.has(one.name)) declarations.set(one.name, one)
  }
  const root = declarations.get(name)
  if (root === undefined) throw new Error(`no file declares ${name}`)
  return describe(shapesOf(root, declarations), declarations)
}

interface Declaration {
  readonly name: string
  readonly doc: string | undefined
  readonly node: TSInterfaceDeclaration | TSType
  readonly docAt: (position: number) => string | undefined
}

type Declarations = ReadonlyMap<string, Declaration>

interface Member {
  readonly doc: string | undefined
  readonly type: TSType | undefined
  readonly in: Declaration
}

/** An object type, flattened. */
interface Flat {
  readonly doc: string | undefined
  readonly members: ReadonlyMap<string, Member>
  readonly values: readonly Member[]
}

function declarationsIn(file: string): readonly Declaration[] {
  const text = readFileSync(file, 'utf8')
  const { program, comments } = parseSync(file, text)
  const docs = new Map(
    comments
      .filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
      .map(({ value, end }) => [text.slice(end).search(/\S/) + end, plainDoc(value)]),
  )
  const docAt = (position: number) => docs.get(position)
  const found: Declaration[] = []
  const exported = new Map<number, number>()
  new Visitor({
    ExportNamedDeclaration: ({ declaration, start }) => {
      if (declaration) exported.set(declaration.start, start)
    },
    TSInterfaceDeclaration: (node) => {
      found.push({ name: node.id.name, doc: docAt(exported.get(node.start) ?? node.start), node, docAt })
    },
    TSTypeAliasDeclaration: ({ id, typeAnnotation, start }) => {
      found.push({ name: id.name, doc: docAt(exported.get(start) ?? start), node: typeAnnotation, docAt })
    },
  }).visit(program)
  return found
}

/** Lines joined, without tags and examples. */
function plainDoc(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*+\s?/, '').trim())
  const tag = lines.findIndex((line) => line.startsWith('@'))
  return lines
    .slice(0, tag < 0 ? undefined : tag)
    .join(' ')
    .trim()
}

function shapesOf(declaration: Declaration, all: Declarations): readonly Flat[] {
  const { node, doc } = declaration
  if (node.type !== 'TSInterfaceDeclaration') {
    const shapes = shapesOfType(node, declaration, all)
    // What is said of a union is said of none of its members.
    return shapes.length === 1 ? shapes.map((flat) => ({ ...flat, doc: flat.doc ?? doc })) : shapes
  }
  const own = flatOf(node.body.body, declaration)
  const above = node.extends.flatMap(({ expression, typeArguments }) => {
    if (expression.type !== 'Identifier') return []
    return referenced(expression.name, typeArguments?.params ?? [], { from: declaration, all })
  })
  return [above.reduce((sum, flat) => merged(flat, sum), { ...own, doc })].map((flat) => merged(flat, { ...own, doc }))
}

function shapesOfType(type: TSType, from: Declaration, all: Declarations): readonly Flat[] {
  switch (type.type) {
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return shapesOfType(type.typeAnnotation, from, all)
    case 'TSArrayType':
      return shapesOfType(type.elementType, from, all)
    case 'TSUnionType':
      return type.types.flatMap((one) => shapesOfType(one, from, all))
    case 'TSIntersectionType':
      return type.types
        .map((one) => shapesOfType(one, from, all))
        .reduce((left, right) =>
          left.length === 0 ? right : left.flatMap((a) => (right.length === 0 ? [a] : right.map((b) => merged(a, b)))),
        )
    case 'TSTypeLiteral':
      return [flatOf(type.members, from)]
    case 'TSTypeReference':
      if (type.typeName.type !== 'Identifier') return []
      return referenced(type.typeName.name, type.typeArguments?.params ?? [], { from, all })
    default:
      return []
  }
}

/** What changes a type without changing what its keys mean. */
const TRANSPARENT = new Set(['Readonly', 'Partial', 'Required', 'Omit', 'Pick', 'Exclude', 'Extract', 'NonNullable'])
const LISTS = new Set(['Array', 'ReadonlyArray', 'Iterable'])

function referenced(
  name: string,
  [first, second]: readonly TSType[],
  { from, all }: { readonly from: Declaration; readonly all: Declarations },
): readonly Flat[] {
  const declared = all.get(name)
  if (declared !== undefined) return shapesOf(declared, all)
  if (name === 'Record' && second) {
    return [{ doc: undefined, members: new Map(), values: [{ doc: undefined, type: second, in: from }] }]
  }
  return first && (TRANSPARENT.has(name) || LISTS.has(name)) ? shapesOfType(first, from, all) : []
}

function flatOf(signatures: readonly TSSignature[], from: Declaration): Flat {
  const members = new Map<string, Member>()
  const values: Member[] = []
  for (const one of signatures) {
    if (one.type === 'TSIndexSignature') {
      values.push({ doc: undefined, type: one.typeAnnotation.typeAnnotation, in: from })
    } else if (one.type === 'TSPropertySignature' && one.key.type === 'Identifier') {
      members.set(one.key.name, { doc: from.docAt(one.start), type: one.typeAnnotation?.typeAnnotation, in: from })
    }
  }
  return { doc: undefined, members, values }
}

function merged(under: Flat, over: Flat): Flat {
  return {
    doc: over.doc,
    members: new Map([...under.members, ...over.members]),
    values: [...under.values, ...over.values],
  }
}

function describe(flats: readonly Flat[], all: Declarations): Described {
  const typesOf = (members: readonly Member[]) =>
    describe(
      members.flatMap((one) => (one.type === undefined ? [] : shapesOfType(one.type, one.in, all))),
      all,
    )
  return {
    doc: flats.length === 1 ? flats[0]?.doc : undefined,
    member(key) {
      const members = flats.flatMap((flat) => flat.members.get(key) ?? [])
      if (members.length === 0) return undefined
      return { doc: members.find(({ doc }) => doc !== undefined)?.doc, type: typesOf(members) }
    },
    values: () => typesOf(flats.flatMap((flat) => flat.values)),
    variant(name) {
      const meant = flats.filter((flat) => mayBe(flat.members.get('type')?.type, name))
      return describe(meant.length > 0 ? meant : flats, all)
    },
  }
}

function mayBe(type: TSType | undefined, word: string): boolean {
  if (type?.type === 'TSUnionType') return type.types.some((one) => mayBe(one, word))
  return type?.type === 'TSLiteralType' && type.literal.type === 'Literal' && type.literal.value === word
}
