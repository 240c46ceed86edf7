/** Whether a request with this method may change something. */
export const isWrite = (method: string): boolean => method !== "GET" && method !== "HEAD";
