/**
 * Writes the configuration of Sluice that does what an nginx.conf did, and lists what it could not bring over.
 *
 * <p>Enter at {@link io.sluice.nginx.importer.Importer#run}. To bring over more directives, write a class that implements
 * {@link io.sluice.nginx.importer.Translation} and name it in {@link io.sluice.nginx.importer.Translations}, one line, where
 * its keys are to stand; what has no effect, and what to do instead of what is refused, stands in {@code remarks.txt}.
 */
package io.sluice.nginx.importer;
