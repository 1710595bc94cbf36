/** A node of a story's tree. */
export interface DiagramNode {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly children: readonly DiagramNode[]
}

/** Made-up stories as the list shows them; each revision moves their lists on. */
export function makeStories(count: number, revision = 0) {
  return Array.from({ length: count }, (_, index) => ({
    id: `5c4f${(index + 1).toString(16).padStart(20, '0')}`,
    name: `Story ${index + 1}`,
    description: index % 2 === 0 ? `What visitors ask, part ${index + 1}` : '',
    version: 2,
    published: index % 3 !== 2,
    integrations: ['widget', 'livechat', 'messenger', 'slack'].slice(0, (index + revision) % 5),
    metrics: Array.from({ length: (index + revision) % 4 }, (_, day) => ({
      date: `2018-01-${16 + day}`,
      conversations: 15 * (day + 1),
    })),
  }))
}

export type SandboxStory = ReturnType<typeof makeStories>[number]

/** A single story: the list's fields and what only it has, with a tree that is `depth` levels deep. */
export function storyDetails(story: SandboxStory, depth: number) {
  return {
    ...story,
    settings: { confidence: 0.65, language: 'en', compact: false, ignoreAttachments: true, navigation: [] },
    state: 'published',
    history: [],
    diagram: { children: [branch(depth, 'START_POINT')] },
  }
}

export type InteractionKind = 'welcome' | 'fallback'

/** What a story says when a talk begins, or when it understands nothing; the responses differ in shape. */
export function makeInteraction(story: Pick<SandboxStory, 'id' | 'name'>, kind: InteractionKind, revision = 0) {
  const responses: readonly Readonly<Record<string, unknown>>[] = [
    { type: 'TEXT', filters: [], elements: [{ messages: [`Hello from ${story.name}`, 'Hi!'] }] },
    { type: 'QUICK_REPLIES', title: 'What next?', buttons: [{ type: 'message', title: 'Prices', value: 'prices' }] },
    { type: 'IMAGE', elements: [{ imageUrl: 'https://example.com/hello.png', width: 320, ratio: 1.5 }], delay: 2 },
  ]
  return {
    id: `${kind === 'welcome' ? 'aa' : 'bb'}${story.id.slice(2)}`,
    storyId: story.id,
    name: kind === 'welcome' ? 'Welcome message' : 'Fallback message',
    triggers: kind === 'welcome' ? [{ type: 'event', value: 'welcome' }] : [],
    responses: kind === 'welcome' ? responses.slice(revision % responses.length) : responses.slice(0, 1),
    enabled: true,
  }
}

function branch(depth: number, type: string): DiagramNode {
  const children =
    depth <= 1
      ? []
      : [branch(depth - 1, depth % 2 === 0 ? 'BOT_RESPONSE' : 'USER_INPUT'), branch(1, 'DEFAULT_FALLBACK')]
  return {
    id: `00000000-0000-4000-8000-${depth.toString(16).padStart(12, '0')}`,
    type,
    name: `level ${depth}`,
    children,
  }
}
