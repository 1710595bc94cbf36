// Lays one diagram out in a thread of its own, so that nobody else waits meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { layOutDiagram } from './lay-out-diagram.ts'

parentPort?.postMessage(layOutDiagram(workerData))
