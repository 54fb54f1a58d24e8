package io.sluice.server.resolve;

/**
 * What is asked again and again.
 *
 * @param name the name of a host, or the whole name of a service, {@code _ws._tcp.chat.internal}
 * @param service whether it is a service (SRV, RFC 2782)
 */
public record Question(String name, boolean service) {
    @Override
    public String toString() {
        return service ? "service " + name : name;
    }
}
