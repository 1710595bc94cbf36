export function goInstall(name: 'versitygw' | 'fake-gcs-server'): string
