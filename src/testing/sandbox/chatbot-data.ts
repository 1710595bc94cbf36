import { type InteractionKind, makeInteraction, makeStories, type SandboxStory } from './chatbot-stories.ts'
import { makeUsers, type SandboxUser } from './chatbot-users.ts'

/** How much there is; a further revision changes some of what was there before. */
export interface ChatbotDataSize {
  readonly users: number
  readonly stories: number
  readonly revision: number
}

/** What the sandbox's account holds now. */
export interface ChatbotData {
  readonly size: ChatbotDataSize
  /** Newest first. */
  readonly users: readonly SandboxUser[]
  readonly stories: readonly SandboxStory[]
  interaction(story: SandboxStory, kind: InteractionKind): ReturnType<typeof makeInteraction>
  /** Users in an order that the API offers, made once. */
  listing(field: UserOrder, direction: 'asc' | 'desc'): UserListing
}

export type UserOrder = 'createdAt' | 'lastSeen'

/** Users as they are printed, and where each stands. */
export interface UserListing {
  readonly texts: readonly string[]
  readonly places: ReadonlyMap<string, number>
}

/** Makes up the data of an account. */
export function makeData(size: ChatbotDataSize, seed: number): ChatbotData {
  const users = makeUsers(size.users, seed, size.revision)
  const stories = makeStories(size.stories, size.revision)
  const listings = new Map<string, UserListing>()
  return {
    size,
    users,
    stories,
    interaction: (story, kind) => makeInteraction(story, kind, size.revision),
    listing(field, direction) {
      const known = listings.get(`${field} ${direction}`)
      if (known !== undefined) return known
      const listing = listingOf(sorted(users, field, direction))
      listings.set(`${field} ${direction}`, listing)
      return listing
    },
  }
}

function sorted(users: readonly SandboxUser[], field: UserOrder, direction: 'asc' | 'desc'): readonly SandboxUser[] {
  const order = direction === 'asc' ? 1 : -1
  return users.toSorted((a, b) => (a[field] < b[field] ? -order : a[field] > b[field] ? order : 0))
}

function listingOf(users: readonly SandboxUser[]): UserListing {
  return {
    texts: users.map((user) => JSON.stringify(user)),
    places: new Map(users.map(({ id }, place) => [id, place])),
  }
}
