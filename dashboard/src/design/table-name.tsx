/** A name of a table or column that, where there is no room, is cut before its last part: what is nested differs at its end. */
export function TableName({ name }: { readonly name: string }) {
  const at = Math.max(name.lastIndexOf('__'), name.lastIndexOf('▶'))
  if (at <= 0) return <span class="table-name mono cut">{name}</span>
  return (
    <span class="table-name mono">
      <span class="cut">{name.slice(0, at)}</span>
      <span class="table-name-end">{name.slice(at)}</span>
    </span>
  )
}
