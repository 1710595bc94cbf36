import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useState } from 'preact/hooks'

const SHOWN_MS = 2600

interface Toast {
  readonly id: number
  readonly text: string
}

const ToastContext = createContext<(text: string) => void>(() => {})

/** Says something in passing, at the lower edge: `Copied`. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext)
}

/** Where toasts appear. */
export function Toasts({ children }: { readonly children: ComponentChildren }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const say = useCallback((text: string) => {
    const id = performance.now()
    setToasts((shown) => [...shown.slice(-2), { id, text }])
    setTimeout(() => setToasts((shown) => shown.filter((toast) => toast.id !== id)), SHOWN_MS)
  }, [])
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div class="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} class="toast">
            {toast.text}
          </div>
        ))}
      </div>
    </ToastContext.Provider>
  )
}
