const SHAPES = {
  check: 'M3.5 8.5l3 3 6-7',
  warning: 'M8 2.5l6 11H2l6-11zM8 6.8v3M8 11.8v.1',
  bad: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  unknown: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM5 8h6',
  good: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM5.2 8.2l2 2 3.6-4.2',
  pipelines: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  overview: 'M2.5 9.5h4v4h-4zM2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM9.5 9.5h4v4h-4z',
  live: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  schema: 'M5.5 2.5h5v3h-5zM1.8 10.5h4.4v3H1.8zM9.8 10.5h4.4v3H9.8zM8 5.5V8M4 10.5V8h8v2.5',
  data: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 6.3V13',
  loads: 'M2.5 13.5v-4M6.2 13.5v-8M9.8 13.5v-6M13.5 13.5v-11',
  state:
    'M3 4c0-1 2.2-1.8 5-1.8S13 3 13 4v8c0 1-2.2 1.8-5 1.8S3 13 3 12zM3 4c0 1 2.2 1.8 5 1.8S13 5 13 4M3 8c0 1 2.2 1.8 5 1.8S13 9 13 8',
  trace: 'M2 3.5h6M5 8h7M9 12.5h5',
  reports: 'M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M5.8 8.2h4.4M5.8 11h4.4',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.4 10.4l3.4 3.4',
  refresh: 'M13 5.5A5.5 5.5 0 003 6M3 10.5a5.5 5.5 0 0010-.5M13 2.5v3h-3M3 13.5v-3h3',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  close: 'M4 4l8 8M12 4l-8 8',
  right: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  updown: 'M5 6l3-3 3 3M5 10l3 3 3-3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1.2v1.5M8 13.3v1.5M1.2 8h1.5M13.3 8h1.5M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1',
  moon: 'M13.2 9.6A5.6 5.6 0 016.4 2.8a5.6 5.6 0 106.8 6.8z',
  screen: 'M2 3h12v8H2zM6 13.5h4',
  help: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM6.2 6.3c.1-1 .9-1.6 1.8-1.6s1.8.6 1.8 1.6c0 1.2-1.8 1.4-1.8 2.7M8 11.2v.1',
  external: 'M6 3.5H2.8v9.7h9.7V10M9 2.8h4.2V7M13 3L7.5 8.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  clock: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.8V8l2.2 1.6',
  download: 'M8 2v8M4.8 7L8 10.2 11.2 7M2.8 13.2h10.4',
  play: 'M5 3l7.5 5L5 13z',
  filter: 'M2 3h12l-4.7 5.5V13l-2.6-1.3V8.5z',
  key: 'M10.5 2.5a3 3 0 11-2.4 4.8L3 12.4V14h2v-1.5h1.5V11h1.2l2-2M11.2 5.2v.1',
} as const

/** The name of an icon. */
export type IconName = keyof typeof SHAPES

/** A drawn sign of 16 by 16; words beside it say what it means. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={SHAPES[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
