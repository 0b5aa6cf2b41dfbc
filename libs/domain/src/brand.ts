declare const brand: unique symbol;

/** A value that must not be swapped with another of the same shape. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
