import { snakeWords } from './words.ts'

/** Names of what paging is about, in snake_case and without `$` and brackets around `page[…]`. */
export const PAGING = {
  cursor:
    /^(cursor|after|after_id|page_token|next_token|next_page_token|next_cursor|page_cursor|page_after|continuation|continuation_token|continue|starting_after|start_cursor|start_after|since_id|max_id|marker|scroll_id|pagination_token|next|next_page|bookmark|from_id|last_id|pagination_after)$/,
  offset:
    /^(offset|skip|start|start_at|start_index|start_position|first_result|page_offset|from|row_offset|starting_index|pagination_offset)$/,
  page: /^(page|page_number|page_num|page_no|p|pg|page_index|current_page|paged|page_idx|page_page|pagination_page)$/,
  size: /^(limit|per_page|page_size|size|count|max|max_results|top|take|page_limit|results_per_page|items_per_page|rows|num|maxrecords|max_records|first|batch_size|n|pagination_limit)$/,
  /** Sizes that paging by offset may mean. */
  total:
    /^(total|total_count|total_items|total_records|total_results|total_elements|total_rows|total_hits|records_total|result_count_total|total_size|num_found|total_number|number_of_total_results|x_total_count|found)$/,
  pages:
    /^(total_pages|pages|page_count|num_pages|number_of_pages|last_page|pages_total|max_page|total_page|last_page_number)$/,
  more: /^(has_more|has_next|has_next_page|more|has_more_items|has_additional_pages|more_results|more_available|has_more_pages|is_more)$/,
  link: /^(next|next_url|next_link|next_page_url|next_href|next_page_link|odata_next_link|next_page_uri|next_uri|next_page|next_results)$/,
} as const

/** A parameter or a key in one spelling: `page[size]` → `page_size`, `$skip` → `skip`, `@odata.nextLink` → `odata_next_link`. */
export function pagingName(name: string): string {
  return snakeWords(name)
}

/** true for names that have to do with paging, whichever kind. */
export function isPagingName(name: string): boolean {
  const word = pagingName(name)
  return (
    Object.values(PAGING).some((names) => names.test(word)) ||
    /^(previous|prev|count|limit|offset|cursors?|first|last|self|links?|next_.*|prev(ious)?_.*|incomplete_results|success|status|ok|kind|api_version|object|url|uri)$/.test(
      word,
    )
  )
}
