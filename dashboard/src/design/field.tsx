import type { ComponentChildren } from 'preact'

interface FieldProps {
  readonly label: string
  /** The label is there for those who cannot see, only. */
  readonly isQuiet?: boolean
  readonly about?: string
  readonly children: ComponentChildren
}

/** A control with its label. The control stands inside the label, so that the two belong together. */
export function Field({ label, isQuiet = false, about, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="field">
      <span class={isQuiet ? 'visually-hidden' : 'field-label'}>{label}</span>
      {children}
      {about && <span class="field-about">{about}</span>}
    </label>
  )
}
