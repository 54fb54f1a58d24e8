package io.sluice.server.exchange;

import io.sluice.api.status.StatusResponse;
import java.util.Map;

/**
 * What came of a {@link Command}.
 *
 * @param page status, content type and body
 * @param fields further fields of the answer
 * @param beats what is sent behind the body as time goes on; null for nothing
 */
public record CommandAnswer(StatusResponse page, Map<String, String> fields, Beats beats) {}
