/**
 * A name server for tests: {@link io.sluice.testkit.dns.ScriptedDns} listens on 127.0.0.1, by UDP and TCP, and answers each
 * question as {@link io.sluice.testkit.dns.DnsAnswer} says, which may be badly. It writes its messages itself (RFC 1035, RFC
 * 2782, RFC 3596), so that a library under test is not compared with itself.
 */
package io.sluice.testkit.dns;
