/**
 * What every extension shares: {@link io.sluice.api.NamedExtension} is the root of all factories, {@link
 * io.sluice.api.Settings} hands a factory its checked block of the configuration, {@link io.sluice.api.Template} is a
 * text with variables, compiled once. The extension points themselves are in the packages below this one.
 */
package io.sluice.api;
