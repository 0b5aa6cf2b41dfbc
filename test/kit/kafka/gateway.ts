/** What the run's one shared broker answered: where it is, or why there is none. */
export type SharedKafka = { readonly bootstrap: string[] } | { readonly absent: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a suite asks for the shared broker, which starts on the first question. */
    kafkaGateway: string;
  }
}
