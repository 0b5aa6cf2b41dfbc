/**
 * Raise it with every change by which the same log folds to another state, or by which a state is written otherwise: a
 * checkpoint of another version is not used. Where the fold accepts something else, raise the catalogue's as well. A test
 * holds it against the kinds of events and the state of a sample log.
 */
export const FOLD_VERSION = 7;
