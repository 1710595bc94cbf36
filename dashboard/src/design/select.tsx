interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly onChange: (value: Value) => void
  /** Shows the label before it. */
  readonly shows?: boolean
}

/** A choice of a few. */
export function Select<Value extends string>({ label, value, options, onChange, shows = false }: SelectProps<Value>) {
  const choose = (text: string) => {
    const chosen = options.find((option) => option.value === text)
    if (chosen !== undefined) onChange(chosen.value)
  }
  return (
    <label class="field">
      <span class={shows ? 'field-label' : 'visually-hidden'}>{label}</span>
      <select class="select" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  )
}
