package io.sluice.server.http;

/**
 * What a reader made of some bytes.
 *
 * @param verdict as the tables write it
 * @param detail all that could be asked, for comparing two ways of feeding the same bytes
 * @param request the head, where a request was accepted
 * @param response the head, where a response was accepted
 * @param framing the body's framing, where a head was accepted
 * @param payload what was in the body
 * @param consumed how many bytes belong to the message
 */
record Outcome(
        String verdict,
        String detail,
        RequestHead request,
        ResponseHead response,
        BodyFraming framing,
        String payload,
        int consumed) {

    /** Whether nothing was refused and the message is whole. */
    boolean whole() {
        return framing != null && framing.complete();
    }
}
