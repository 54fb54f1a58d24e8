/**
 * Writes the configuration of Sluice that does what an nginx.conf did, and lists what it could not bring over.
 *
 * <p>Enter at {@link io.sluice.nginx.importer.Importer#run}.
 */
package io.sluice.nginx.importer;
