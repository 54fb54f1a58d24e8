/**
 * What TLS is made of: certificates with their keys, authorities and lists of revoked certificates, read from files as
 * operators have them, checked, looked at again while the server runs, and turned into engines.
 *
 * <p>Enter by {@link io.sluice.server.tls.ServerTls}, what a listener serves its clients with, or by {@link
 * io.sluice.server.tls.ClientTls}, what back ends are spoken to with: both are made from configuration and give engines.
 *
 * <p>{@link io.sluice.server.tls.TlsFiles} is the door to the files: what it hands out is kept up to date, and handshakes
 * that begin after a change use what is new. {@link io.sluice.server.tls.IdentityKeyManager} chooses among certificates.
 * The only importer of the PEM library.
 */
package io.sluice.server.tls;
