import type { Shape } from './shape.ts'
import { airtable } from './shapes/airtable.ts'
import { asana } from './shapes/asana.ts'
import { github } from './shapes/github.ts'
import { hubspot } from './shapes/hubspot.ts'
import { jira } from './shapes/jira.ts'
import { mailchimp } from './shapes/mailchimp.ts'
import { notion } from './shapes/notion.ts'
import { pipedrive } from './shapes/pipedrive.ts'
import { shopify } from './shapes/shopify.ts'
import { slack } from './shapes/slack.ts'
import { stripe } from './shapes/stripe.ts'
import { zendesk } from './shapes/zendesk.ts'

/** What is known of each API from its documentation. */
export const SHAPES: readonly Shape[] = [
  airtable,
  asana,
  github,
  hubspot,
  jira,
  mailchimp,
  notion,
  pipedrive,
  shopify,
  slack,
  stripe,
  zendesk,
]
