/**
 * Extensions by kind and name. Enter by {@link io.sluice.server.plugin.PluginLoader#load}, which reads the folder of
 * plugin jars strictly, through PF4J, and gives a {@link io.sluice.server.plugin.PluginRegistry}. One jar that cannot be
 * used stops the start with its reason, because a proxy that starts without its header policy or its balancer does
 * something else than its configuration says.
 *
 * <p>What a plugin sees is fenced: the JDK and the API, nothing else of the server.
 */
package io.sluice.server.plugin;
