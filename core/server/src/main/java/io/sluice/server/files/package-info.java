/**
 * Answers requests with files, as nginx's static and index modules with its filters for conditional requests and ranges
 * do: enter by {@link io.sluice.server.files.StaticFiles}, of which each route has one. All of it blocks on the
 * disk, so that workers must have it done elsewhere.
 *
 * <p>Names of files are bytes here, as they are to the system: strings hold one character for each byte, whatever the
 * locale that the process runs in.
 */
package io.sluice.server.files;
