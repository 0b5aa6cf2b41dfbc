type Method = (...args: never[]) => unknown;
type Methods<Owner> = { [Name in keyof Owner]: Owner[Name] extends Method ? Name : never }[keyof Owner];

/** Replaces a method of a class for all that is made of it. @returns what puts it back */
export function replaced<Owner extends object, Name extends Methods<Owner>>(
  owner: Owner,
  name: Name,
  by: (original: Owner[Name]) => Owner[Name],
): () => void {
  const original = owner[name];
  owner[name] = by(original);
  return () => {
    owner[name] = original;
  };
}
