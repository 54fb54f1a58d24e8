package io.sluice.api.exchange;

/**
 * One attempt to have a request answered by an endpoint. Times are in milliseconds, −1 while not known.
 *
 * @param address the endpoint as configured, such as {@code 10.0.0.1:8080} [$upstream_addr]
 * @param status the endpoint's status, or the one that the failed try stands for (502, 504); 0 while not known
 *     [$upstream_status]
 * @param connectMillis time to establish the connection; 0 when an idle one was reused [$upstream_connect_time]
 * @param headerMillis time to the whole response head [$upstream_header_time]
 * @param responseMillis time to the last byte of the response [$upstream_response_time]
 * @param bytesReceived bytes read from the endpoint [$upstream_bytes_received]
 * @param bytesSent bytes written to the endpoint [$upstream_bytes_sent]
 */
public record UpstreamTry(
        String address,
        int status,
        long connectMillis,
        long headerMillis,
        long responseMillis,
        long bytesReceived,
        long bytesSent) {
    /**
     * Stands in a list between the tries before and after a redirect inside the server, such as to an error page; no try
     * itself. Lists of variables have {@code " : "} in its place.
     */
    public static final UpstreamTry REDIRECT = new UpstreamTry("", 0, -1, -1, -1, 0, 0);
}
