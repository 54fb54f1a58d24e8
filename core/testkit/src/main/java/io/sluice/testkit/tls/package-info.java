/**
 * Certificates for tests, made while they run, so that none ever ends and no key lies in a repository. {@link
 * io.sluice.testkit.tls.TestCertificates} is an authority of its own: it issues what a test wants, good or bad, as files
 * and as objects, and makes contexts for clients that trust it.
 */
package io.sluice.testkit.tls;
