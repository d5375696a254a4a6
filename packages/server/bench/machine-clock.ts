/** The machine's monotonic clock in ms, which all its processes read alike. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
