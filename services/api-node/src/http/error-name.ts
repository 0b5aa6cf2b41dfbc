/** What may be logged of an unexpected error: its message might quote what it failed on. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
